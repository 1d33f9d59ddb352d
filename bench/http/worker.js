/* global Response */
// What workerd and miniflare serve.
export default {
  fetch(request) {
    if (request.url.endsWith('/hello')) {
      return new Response('hello', { headers: { 'content-type': 'text/plain' } });
    }
    return new Response(request.body);
  },
};
