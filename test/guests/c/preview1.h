/**
 * Every function of WASI preview 1, called as it is: paths are an address and a length, descriptors any number, and no C
 * library stands between. Numbers of flags, rights and errors come from wasi-libc's <wasi/api.h>.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <wasi/api.h>

#define P1(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name))) extern int32_t p1_##name

typedef uint32_t fd;

P1(args_get)(uint8_t **addresses, uint8_t *bytes);
P1(args_sizes_get)(uint32_t *count, uint32_t *size);
P1(environ_get)(uint8_t **addresses, uint8_t *bytes);
P1(environ_sizes_get)(uint32_t *count, uint32_t *size);
P1(clock_res_get)(uint32_t clock, uint64_t *resolution);
P1(clock_time_get)(uint32_t clock, uint64_t precision, uint64_t *time);
P1(fd_advise)(fd file, uint64_t offset, uint64_t length, uint32_t advice);
P1(fd_allocate)(fd file, uint64_t offset, uint64_t length);
P1(fd_close)(fd file);
P1(fd_datasync)(fd file);
P1(fd_fdstat_get)(fd file, __wasi_fdstat_t *status);
P1(fd_fdstat_set_flags)(fd file, uint32_t flags);
P1(fd_fdstat_set_rights)(fd file, uint64_t base, uint64_t inheriting);
P1(fd_filestat_get)(fd file, __wasi_filestat_t *status);
P1(fd_filestat_set_size)(fd file, uint64_t size);
P1(fd_filestat_set_times)(fd file, uint64_t access, uint64_t change, uint32_t which);
P1(fd_pread)(fd file, const __wasi_iovec_t *vectors, uint32_t count, uint64_t offset, uint32_t *done);
P1(fd_prestat_get)(fd file, __wasi_prestat_t *status);
P1(fd_prestat_dir_name)(fd file, uint8_t *name, uint32_t size);
P1(fd_pwrite)(fd file, const __wasi_ciovec_t *vectors, uint32_t count, uint64_t offset, uint32_t *done);
P1(fd_read)(fd file, const __wasi_iovec_t *vectors, uint32_t count, uint32_t *done);
P1(fd_readdir)(fd folder, uint8_t *entries, uint32_t size, uint64_t cookie, uint32_t *used);
P1(fd_renumber)(fd from, fd to);
P1(fd_seek)(fd file, int64_t offset, uint32_t whence, uint64_t *position);
P1(fd_sync)(fd file);
P1(fd_tell)(fd file, uint64_t *position);
P1(fd_write)(fd file, const __wasi_ciovec_t *vectors, uint32_t count, uint32_t *done);
P1(path_create_directory)(fd folder, const char *path, uint32_t length);
P1(path_filestat_get)(fd folder, uint32_t lookup, const char *path, uint32_t length, __wasi_filestat_t *status);
P1(path_filestat_set_times)(fd folder, uint32_t lookup, const char *path, uint32_t length, uint64_t access, uint64_t change, uint32_t which);
P1(path_link)(fd folder, uint32_t lookup, const char *path, uint32_t length, fd new_folder, const char *new_path, uint32_t new_length);
P1(path_open)(fd folder, uint32_t lookup, const char *path, uint32_t length, uint32_t how, uint64_t base, uint64_t inheriting, uint32_t flags, fd *opened);
P1(path_readlink)(fd folder, const char *path, uint32_t length, uint8_t *target, uint32_t size, uint32_t *used);
P1(path_remove_directory)(fd folder, const char *path, uint32_t length);
P1(path_rename)(fd folder, const char *path, uint32_t length, fd new_folder, const char *new_path, uint32_t new_length);
P1(path_symlink)(const char *target, uint32_t target_length, fd folder, const char *path, uint32_t length);
P1(path_unlink_file)(fd folder, const char *path, uint32_t length);
P1(poll_oneoff)(const __wasi_subscription_t *subscriptions, __wasi_event_t *events, uint32_t count, uint32_t *happened);
P1(proc_raise)(uint32_t signal);
P1(random_get)(uint8_t *bytes, uint32_t size);
P1(sched_yield)(void);
P1(sock_accept)(fd socket, uint32_t flags, fd *accepted);
P1(sock_recv)(fd socket, const __wasi_iovec_t *vectors, uint32_t count, uint32_t flags, uint32_t *received, uint16_t *flags_out);
P1(sock_send)(fd socket, const __wasi_ciovec_t *vectors, uint32_t count, uint32_t flags, uint32_t *sent);
P1(sock_shutdown)(fd socket, uint32_t how);
