/** Routes and handlers in C, in the shapes of wit-bindgen of slight's time and of today. */
import { handling, routing } from './testing/routed.ts';

const set = (route: string, handler: string) =>
  `http_server_string_set(&route, "${route}"); http_server_string_set(&handler, "${handler}");`;

routing('c', [
  [
    'strings that are set above',
    `void init(void) { ${set('/hello', 'handle_hello')}
  http_server_router_get(ret.val.ok, &route, &handler, &ret);
  ${set('/set', 'handle_set')} http_server_router_put(ret.val.ok, &route, &handler, &ret); }`,
    'GET /hello → handle_hello',
    'PUT /set → handle_set',
  ],
  [
    'strings that are made of literals, of generation 0.2',
    `void init(void) { http_string_t route = { (char *)"/a", 2 }, other;
  http_string_t handler = { .ptr = "handle_a", .len = 8 };
  http_router_delete(router, &route, &handler, &ret);
  http_router_post(router, &(http_string_t){ "/b", 2 }, &(http_string_t){ "handle_b", 8 }, &ret); }`,
    'DELETE /a → handle_a',
    'POST /b → handle_b',
  ],
  [
    'a component',
    `void init(void) { shop_string_set(&route, "/a"); shop_string_set(&handler, "handle-a");
  spiderlightning_http_handler_http_server_method_router_get(self, &route, &handler, &next, &err); }`,
    'GET /a → handle-a',
  ],
  [
    'a base somewhere',
    `void init(void) { http_server_router_new_with_base(&base, &ret); ${set('/a', 'a')} http_server_router_get(r, &route, &handler, &ret); }`,
    'GET ?+/a → a',
  ],
  ['what is computed', 'void init(void) { http_server_router_get(r, &route, &handler, &ret); }', 'GET ? → ?'],
  [
    'a length that is another',
    'void f(void) { http_server_router_get(r, &(s_t){ "/a", 2 }, &(s_t){ "handle_a", 3 }, &x); }',
    'GET /a → ?',
  ],
  ['half typed', 'void f(void) { http_server_router_get(r, &(s_t){ "/a", 2 }, &(s_t){ "', 'GET /a → ?'],
  [
    'not a declaration, nor the bindings themselves',
    'void http_server_router_get(http_server_router_t self, http_server_string_t *route, http_server_string_t *handler, r *ret0);\nvoid __wasm_import_http_server_router_get(int32_t, int32_t);\n__wasm_import_http_server_router_get(1, 2);',
  ],
]);

handling('c', [
  [
    'the function of http-handler, by its prefix',
    'void http_handler_handle_hello(http_handler_request_t *req, http_handler_expected_response_http_error_t *ret0) { }',
    'handle-hello: handle_hello',
  ],
  [
    'one of a world, whose name is in front of it',
    'bool exports_shop_handle_hello(spiderlightning_http_handler_http_types_request_t *req, spiderlightning_http_handler_http_types_response_t *ret, e *err) { return true; }',
    '…exports-shop-handle-hello: exports_shop_handle_hello',
  ],
  [
    'by the name of an export',
    '__attribute__((export_name("handle-hello"))) void *handle_hello(int32_t m) { return 0; }\nEXPORT("handle-b") void *b(int32_t m) { return 0; }',
    'handle-hello: handle-hello, handle_hello',
    'handle-b: handle-b',
  ],
  [
    'where it is called or declared, and not what only has the name',
    'EXPORT("a") void *a(int m);\nEXPORT("a") void *a(int m) { return 0; }\nvoid http_handler_b(http_handler_request_t *q, http_handler_response_t *r);\nvoid http_handler_b(http_handler_request_t *q, http_handler_response_t *r) { http_handler_b(q, r); x->http_handler_b(q); }\nvoid http_handler_c(http_handler_request_t *q, http_handler_response_t *r) { call(http_handler_c); }',
    'a: a, a …',
    'b: b, b, b',
    'c: c …',
  ],
  [
    'in extern "C"',
    'extern "C" { void http_handler_a(http_handler_request_t *req, http_handler_expected_response_error_t *ret) {} }',
    'a: a',
  ],
  [
    'not what a host allocates by, nor the set-up',
    'EXPORT("canonical_abi_free") void host_free(void *p) {}\nEXPORT("on-server-init") void *init(void) {}',
  ],
  [
    'not what frees a request, nor a declaration, nor another function',
    'void http_handler_request_free(http_handler_request_t *ptr) { }\nvoid http_handler_a(http_handler_request_t *r, http_handler_response_t *s);\nint main(void) { return 0; }',
  ],
]);
