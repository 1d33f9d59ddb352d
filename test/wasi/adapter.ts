/**
 * Cases that pass as a module and not as a component, because of jco's adapter between preview 1 and WASI 0.2, or of
 * 0.2 itself: each with the reason. One that begins to pass has to leave this list.
 */
export const adapterDiffers: Readonly<Record<string, string>> = {
  'process/exit_33': 'wasi:cli/exit says success or failure, and no code: every failure is 1',
  'process/exit_255': 'wasi:cli/exit says success or failure, and no code',
  'process/exit_by_return': 'wasi:cli/exit says success or failure, and no code',
  'process/raise_unknown': 'proc_raise is an unreachable in the adapter',
  'descriptors/descriptor_after_close': 'fd_seek of a descriptor that was closed is ESPIPE in the adapter',
  'descriptors/many_descriptors': 'the adapter has a table of 128 descriptors',
  'descriptors/rights_of_paths_are_not_files':
    'the adapter tells all rights for whatever can be read and written',
  'descriptors/flags_unknown': 'the adapter looks only at the flags that it knows',
  'files/path_filestat': 'the adapter tells all rights for whatever can be read and written',
  'files/times_flags_unknown': 'the adapter looks only at the flags that it knows',
  'files/times_of_folders_to_the_nanosecond': 'fd_filestat_set_times of a folder is EBADF in the adapter',
  'files/sync': 'fd_sync of a folder is EBADF in the adapter',
  'files/bad_addresses':
    'the adapter hands addresses on as lists of the component model, which has no EFAULT',
  'paths/path_that_is_no_text': 'paths are texts in WASI 0.2: one that is no UTF-8 is a trap',
  'folders/list_by_single_entries': 'the adapter says .. twice where its room ends within that entry',
  'streams/sleep_until_the_wall_has_said':
    'a moment of the wall clock that is over is EOVERFLOW in the adapter',
  'streams/sockets_of_unknown': 'sockets of preview 1 are an unreachable in the adapter',
  'streams/sockets_of_a_file': 'sockets of preview 1 are an unreachable in the adapter',
};
