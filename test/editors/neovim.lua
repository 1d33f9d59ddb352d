-- What the tests do in Neovim, by the functions that a person's keys are bound to, and what is to be seen then.
-- Run by neovim.ts: it is given the set-up of docs/editors.md, the script of one test, and where the answer goes.
local session = {}

-- A first start compiles the server.
local patience = 20000

local function wait(what, condition)
  if not vim.wait(patience, condition, 20) then
    error('waited in vain for ' .. what)
  end
end

-- Edits a file, and waits until the server has it.
function session.open(name)
  vim.cmd('edit ' .. vim.fn.fnameescape(name))
  wait('a client of ' .. name, function()
    for _, client in pairs(vim.lsp.buf_get_clients(0)) do
      if client.initialized then
        return true
      end
    end
    return false
  end)
end

-- Puts the cursor where `|` is in a piece of the buffer's text: 'name = "or|ders"'.
function session.cursor(piece)
  local before, after = piece:match('^(.-)|(.*)$')
  for index, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local start = line:find(before .. after, 1, true)
    if start then
      return vim.api.nvim_win_set_cursor(0, { index, start - 1 + #before })
    end
  end
  error('no such text: ' .. piece)
end

-- The problems of the buffer, as soon as there are that many.
function session.problems(count)
  wait(count .. ' problems', function()
    return #vim.diagnostic.get(0) == count
  end)
  return vim.tbl_map(function(problem)
    return { code = problem.code, message = problem.message, line = problem.lnum, from = problem.col, to = problem.end_col }
  end, vim.diagnostic.get(0))
end

-- What K shows: the text of the window that opens.
function session.hover()
  local windows = #vim.api.nvim_list_wins()
  vim.lsp.buf.hover()
  wait('a hover', function()
    return #vim.api.nvim_list_wins() > windows
  end)
  local shown = vim.api.nvim_list_wins()
  return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(shown[#shown]), 0, -1, true), '\n')
end

-- The words that vim.lsp makes of what may stand at the cursor.
function session.completion()
  local position = vim.lsp.util.make_position_params()
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/completion', position, patience)
  local line = vim.api.nvim_get_current_line()
  local words = {}
  for _, answer in pairs(answers or {}) do
    local prefix = line:sub(1, vim.api.nvim_win_get_cursor(0)[2]):match('[%w_.-]*$')
    for _, item in ipairs(vim.lsp.util.text_document_completion_list_to_complete_items(answer.result, prefix)) do
      table.insert(words, item.word)
    end
  end
  return words
end

-- The buffer as it is after vim.lsp's formatting.
function session.format()
  vim.lsp.buf.formatting_sync(nil, patience)
  return session.text()
end

-- The buffer after the code action of that title.
function session.act(title)
  local before = vim.api.nvim_buf_get_changedtick(0)
  local titles
  vim.ui.select = function(actions, _, choose)
    titles = vim.tbl_map(function(action)
      return action[2].title
    end, actions)
    for index, action in ipairs(actions) do
      if action[2].title == title then
        return choose(action, index)
      end
    end
  end
  vim.lsp.buf.code_action()
  wait('code actions', function()
    return titles ~= nil
  end)
  if vim.api.nvim_buf_get_changedtick(0) == before then
    error(title .. ' did nothing; there is ' .. vim.json.encode(titles))
  end
  return session.text()
end

-- The outline: the names of the symbols, depth first.
function session.symbols()
  local params = { textDocument = vim.lsp.util.make_text_document_params() }
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/documentSymbol', params, patience)
  local names = {}
  for _, answer in pairs(answers or {}) do
    for _, item in ipairs(vim.lsp.util.symbols_to_items(answer.result, 0)) do
      table.insert(names, item.text)
    end
  end
  return names
end

-- Where CTRL-] goes: the file, and the line below the cursor.
function session.definition()
  local before = { vim.api.nvim_get_current_buf(), vim.api.nvim_win_get_cursor(0) }
  vim.lsp.buf.definition()
  wait('a jump', function()
    return not vim.deep_equal(before, { vim.api.nvim_get_current_buf(), vim.api.nvim_win_get_cursor(0) })
  end)
  return { file = vim.fn.expand('%:t'), line = vim.api.nvim_get_current_line() }
end

-- Renames what is at the cursor. Gives the text of every buffer by its file's name.
function session.rename(name)
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.lsp.buf.rename(name)
  wait('the rename', function()
    return vim.api.nvim_buf_get_changedtick(0) ~= before
  end)
  local texts = {}
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) then
      local file = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':t')
      texts[file] = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n') .. '\n'
    end
  end
  return texts
end

-- Types a text at the cursor.
function session.type(text)
  vim.api.nvim_put({ text }, 'c', false, true)
end

function session.text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n') .. '\n'
end

local function run()
  vim.o.hidden = true
  vim.o.swapfile = false
  dofile(vim.env.SLIGHT_SETUP)
  return assert(loadfile(vim.env.SLIGHT_SCRIPT))(session)
end

local succeeded, answer = xpcall(run, debug.traceback)
local file = assert(io.open(vim.env.SLIGHT_ANSWER, 'w'))
file:write(vim.json.encode(succeeded and { answer = answer } or { failure = answer }))
file:close()
vim.cmd('quitall!')
