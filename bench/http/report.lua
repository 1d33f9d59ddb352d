-- What wrk counted, as a line of JSON; latencies are in microseconds. LENGTH: bytes of a body to post, else it gets.
local length = tonumber(os.getenv("LENGTH") or "0")
if length > 0 then
  wrk.method = "POST"
  wrk.body = string.rep("x", length)
  wrk.headers["Content-Type"] = "application/octet-stream"
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%.6f,"bytes":%d,"failed":%d,"p50":%.1f,"p99":%.1f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99)
  ))
end
