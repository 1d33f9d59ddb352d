/** Standard streams, waiting, and what a guest has no sockets for. */
#include "cases.h"
#include <unistd.h>

CASE(file_is_no_terminal) {
  fd file = opened(root, 0, "file", CREATE, 0, 0);
  EQUAL(isatty(file), 0);
}

CASE(stdout) { write_text(1, "hello"); }

CASE(stdout_in_vectors) {
  __wasi_ciovec_t from[] = {{(const uint8_t *)"he", 2}, {(const uint8_t *)"", 0}, {(const uint8_t *)"llo", 3}};
  for (int at = 0, left = 5; left > 0;) {
    uint32_t done = 0;
    WORKS(p1_fd_write(1, from + at, 3 - at, &done));
    TRUE(done > 0);
    left -= done;
    while (at < 3 && done >= from[at].buf_len) done -= from[at++].buf_len;
    if (at < 3) from[at].buf += done, from[at].buf_len -= done;
  }
}

CASE(stdout_is_not_read) {
  uint8_t byte;
  uint32_t done;
  GIVES(read_bytes(1, &byte, 1, &done), BADF, NOTCAPABLE);
}

CASE(stdin_is_not_written) {
  uint32_t done;
  GIVES(write_bytes(0, "x", 1, &done), BADF, NOTCAPABLE);
}

CASE(stdin_at_its_end) {
  uint8_t bytes[8];
  uint32_t done;
  WORKS(read_bytes(0, bytes, 8, &done));
  EQUAL(done, 0);
  WORKS(read_bytes(0, bytes, 8, &done));
  EQUAL(done, 0);
}

CASE(streams_do_not_seek) {
  uint64_t at;
  for (fd stream = 0; stream < 3; stream++) {
    GIVES(p1_fd_seek(stream, 0, 1, &at), SPIPE, NOTCAPABLE, BADF);
    GIVES(p1_fd_tell(stream, &at), SPIPE, NOTCAPABLE, BADF);
  }
}

CASE(streams_have_no_paths) {
  fd file;
  GIVES(p1_path_open(1, 0, PATH("x"), 0, 0, 0, 0, &file), NOTDIR, NOTCAPABLE, BADF);
  uint8_t bytes[32];
  uint32_t used;
  GIVES(p1_fd_readdir(0, bytes, 32, 0, &used), NOTDIR, NOTCAPABLE, BADF);
}

CASE(streams_have_a_status) {
  for (fd stream = 0; stream < 3; stream++) {
    __wasi_fdstat_t status;
    WORKS(p1_fd_fdstat_get(stream, &status));
    TRUE(status.fs_rights_base & (stream == 0 ? READ : WRITE));
    EQUAL(status.fs_rights_base & (stream == 0 ? WRITE : READ), 0);
  }
}

CASE(stdout_closed) {
  close_it(1);
  uint32_t done;
  GIVES(write_bytes(1, "x", 1, &done), BADF);
}

/** What it says cannot be heard by then, so it ends with 1 and says nothing: see test/wasi/cases.ts. */
CASE(stderr_renumbered) {
  fd file = opened(root, 0, "file", CREATE, 0, 0);
  __wasi_fdstat_t status;
  if (p1_fd_renumber(2, file) == 0 && p1_fd_fdstat_get(file, &status) == 0 && p1_fd_fdstat_get(2, &status) == BADF) {
    __wasi_proc_exit(1);
  }
}

static __wasi_subscription_t clock_after(uint64_t userdata, uint64_t timeout, uint32_t clock, uint16_t flags) {
  __wasi_subscription_t one;
  memset(&one, 0, sizeof one);
  one.userdata = userdata;
  one.u.tag = __WASI_EVENTTYPE_CLOCK;
  one.u.u.clock.id = clock;
  one.u.u.clock.timeout = timeout;
  one.u.u.clock.flags = flags;
  return one;
}

static __wasi_subscription_t ready(uint64_t userdata, uint8_t type, fd file) {
  __wasi_subscription_t one;
  memset(&one, 0, sizeof one);
  one.userdata = userdata;
  one.u.tag = type;
  if (type == __WASI_EVENTTYPE_FD_READ) one.u.u.fd_read.file_descriptor = file;
  else one.u.u.fd_write.file_descriptor = file;
  return one;
}

enum { clock_id = 0x12345678 };
static const uint64_t stdin_id = 0x876543210;

CASE(poll_streams) {
  __wasi_subscription_t input[] = {clock_after(clock_id, 200000000, 1, 0), ready(stdin_id, __WASI_EVENTTYPE_FD_READ, 0)};
  __wasi_event_t events[3];
  uint32_t happened = 0;
  WORKS(p1_poll_oneoff(input, events, 2, &happened));
  TRUE(happened >= 1);
  for (uint32_t at = 0; at < happened; at++) {
    EQUAL(events[at].error, 0);
    EQUAL(events[at].userdata, events[at].type == __WASI_EVENTTYPE_CLOCK ? clock_id : stdin_id);
  }
  int written[3] = {0};
  __wasi_subscription_t output[] = {ready(1, __WASI_EVENTTYPE_FD_WRITE, 1), ready(2, __WASI_EVENTTYPE_FD_WRITE, 2),
                                    clock_after(clock_id, 200000000, 1, 0)};
  WORKS(p1_poll_oneoff(output, events, 3, &happened));
  TRUE(happened >= 1);
  for (uint32_t at = 0; at < happened; at++) {
    TRUE(events[at].userdata != clock_id);
    EQUAL(events[at].type, __WASI_EVENTTYPE_FD_WRITE);
    EQUAL(events[at].error, 0);
    written[events[at].userdata] = 1;
  }
  TRUE(written[1] || written[2]);
}

CASE(poll_nothing) {
  __wasi_subscription_t none;
  __wasi_event_t event;
  uint32_t happened = 9;
  GIVES(p1_poll_oneoff(&none, &event, 0, &happened), INVAL);
}

static uint64_t now(void) {
  uint64_t time;
  WORKS(p1_clock_time_get(1, 1, &time));
  return time;
}

CASE(sleep_a_span) {
  __wasi_subscription_t one = clock_after(clock_id, 20000000, 1, 0);
  __wasi_event_t event;
  uint32_t happened = 0;
  uint64_t begin = now();
  WORKS(p1_poll_oneoff(&one, &event, 1, &happened));
  EQUAL(happened, 1);
  EQUAL(event.userdata, clock_id);
  EQUAL(event.type, __WASI_EVENTTYPE_CLOCK);
  EQUAL(event.error, 0);
  TRUE(now() - begin >= 20000000);
}

CASE(sleep_until_a_moment) {
  uint64_t begin = now();
  __wasi_subscription_t one = clock_after(clock_id, begin + 20000000, 1, 1);
  __wasi_event_t event;
  uint32_t happened = 0;
  WORKS(p1_poll_oneoff(&one, &event, 1, &happened));
  EQUAL(happened, 1);
  EQUAL(event.userdata, clock_id);
  TRUE(now() >= begin + 20000000);
}

CASE(sleep_until_the_past) {
  __wasi_subscription_t one = clock_after(clock_id, 1, 1, 1);
  __wasi_event_t event;
  uint32_t happened = 0;
  WORKS(p1_poll_oneoff(&one, &event, 1, &happened));
  EQUAL(happened, 1);
}

CASE(sleep_by_the_wall) {
  uint64_t begin = now();
  __wasi_subscription_t span = clock_after(1, 20000000, 0, 0);
  __wasi_event_t event;
  uint32_t happened = 0;
  WORKS(p1_poll_oneoff(&span, &event, 1, &happened));
  EQUAL(happened, 1);
  TRUE(now() - begin >= 19000000);
}

static void until_the_wall_says(int64_t from_now) {
  uint64_t wall;
  WORKS(p1_clock_time_get(0, 1, &wall));
  __wasi_subscription_t moment = clock_after(2, wall + from_now, 0, 1);
  __wasi_event_t event;
  uint32_t happened = 0;
  WORKS(p1_poll_oneoff(&moment, &event, 1, &happened));
  EQUAL(happened, 1);
  EQUAL(event.userdata, 2);
}

CASE(sleep_until_the_wall_says) { until_the_wall_says(1000000000); }
CASE(sleep_until_the_wall_has_said) { until_the_wall_says(-1000000000); }

CASE(first_of_two_sleeps) {
  __wasi_subscription_t two[] = {clock_after(1, 60000000000, 1, 0), clock_after(2, 10000000, 1, 0)};
  __wasi_event_t events[2];
  uint32_t happened = 0;
  WORKS(p1_poll_oneoff(two, events, 2, &happened));
  EQUAL(happened, 1);
  EQUAL(events[0].userdata, 2);
}

CASE(poll_a_file) {
  fd file = file_of("file");
  write_text(file, "x");
  __wasi_subscription_t two[] = {ready(1, __WASI_EVENTTYPE_FD_READ, file), ready(2, __WASI_EVENTTYPE_FD_WRITE, file)};
  __wasi_event_t events[2];
  uint32_t happened = 0;
  WORKS(p1_poll_oneoff(two, events, 2, &happened));
  TRUE(happened >= 1);
  EQUAL(events[0].error, 0);
}

CASE(poll_an_unknown_descriptor) {
  __wasi_subscription_t one = ready(7, __WASI_EVENTTYPE_FD_READ, no_descriptor);
  __wasi_event_t event;
  uint32_t happened = 0;
  int error = p1_poll_oneoff(&one, &event, 1, &happened);
  // of the call, or of the one event
  if (error == 0) {
    EQUAL(happened, 1);
    EQUAL(event.userdata, 7);
    EQUAL(event.error, BADF);
  } else EQUAL(error, BADF);
}

CASE(shutdown_of_unknown) { GIVES(p1_sock_shutdown(no_descriptor, 1), BADF); }
CASE(shutdown_of_stdout) { GIVES(p1_sock_shutdown(1, 1), NOTSOCK); }

CASE(sockets_of_unknown) {
  uint8_t bytes[4];
  uint32_t done;
  uint16_t flags;
  fd accepted;
  __wasi_iovec_t into = {bytes, 4};
  __wasi_ciovec_t from = {bytes, 4};
  GIVES(p1_sock_accept(no_descriptor, 0, &accepted), BADF);
  GIVES(p1_sock_recv(no_descriptor, &into, 1, 0, &done, &flags), BADF);
  GIVES(p1_sock_send(no_descriptor, &from, 1, 0, &done), BADF);
}

CASE(sockets_of_a_file) {
  fd file = file_of("file"), accepted;
  uint8_t bytes[4];
  uint32_t done;
  uint16_t flags;
  __wasi_iovec_t into = {bytes, 4};
  __wasi_ciovec_t from = {bytes, 4};
  GIVES(p1_sock_accept(file, 0, &accepted), NOTSOCK);
  GIVES(p1_sock_recv(file, &into, 1, 0, &done, &flags), NOTSOCK);
  GIVES(p1_sock_send(file, &from, 1, 0, &done), NOTSOCK);
  GIVES(p1_sock_shutdown(file, 1), NOTSOCK);
}
