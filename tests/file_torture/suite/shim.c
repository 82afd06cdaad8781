/* Counts the calls that concern one directory, and makes one of them fail or kills the process.
 *
 * cc -shared -fPIC -O1 -o shim.so shim.c -ldl
 *
 * SHIM_DIR    the directory, as the program writes its paths
 * SHIM_AT     the number of the call, from 0 on
 * SHIM_MODE   kill   SIGKILL before the call
 *             once   the call fails
 *             from   the call and all later ones fail
 *             full   from that call on nothing is created or written; the first write takes half of
 *                    its bytes
 *             every  each SHIM_AT-th call fails
 *             stale  the file that the call concerns fails from then on, until one is opened
 * SHIM_ERRNO  the number of the error
 * SHIM_CALL   the name of the only kind of call that counts; all kinds without it
 *
 * The first fault writes "shim: NAME" to descriptor 2.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NONE, KILL, ONCE, FROM, FULL, EVERY, STALE };
static const char *dir, *only;
static size_t dir_length;
static int mode, at, error;
static int count, fired, stale;
static char ours[4096];
static __thread int is_first;

__attribute__((constructor)) static void start(void) {
    static const char *const modes[] = {"none", "kill", "once", "from", "full", "every", "stale"};
    const char *name = getenv("SHIM_MODE");
    dir = getenv("SHIM_DIR");
    if (!dir || !name || !getenv("SHIM_AT") || !getenv("SHIM_ERRNO")) return;
    only = getenv("SHIM_CALL");
    dir_length = strlen(dir);
    at = atoi(getenv("SHIM_AT"));
    error = atoi(getenv("SHIM_ERRNO"));
    for (int i = 0; i < 7; i++)
        if (!strcmp(name, modes[i])) mode = i;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int in_dir(const char *path) { return mode && !strncmp(path, dir, dir_length); }
static int is_ours(int fd) { return mode && fd >= 0 && fd < (int)sizeof ours && ours[fd]; }
static int mark(int fd, int is_ours) {
    if (fd >= 0 && fd < (int)sizeof ours) ours[fd] = is_ours;
    return fd;
}

static int report(const char *name) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (__atomic_exchange_n(&fired, 1, __ATOMIC_RELAXED)) return 0;
    char line[64] = "shim: ";
    strcat(strcat(line, name), "\n");
    return real(2, line, strlen(line)) > 0;
}

/* Returns 1 if the call is to fail. */
static int fails(const char *name, int takes_room) {
    if (only && strcmp(only, name)) return 0;
    int number = __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
    int hit = mode == EVERY ? number % at == at - 1
            : mode == FROM ? number >= at
            : mode == FULL ? number >= at && takes_room
            : number == at;
    if (!hit) return 0;
    is_first = report(name);
    if (mode == KILL) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    errno = error;
    return 1;
}

/* As `fails`, for a call that concerns an open file. */
static int file_fails(const char *name, int takes_room) {
    if (mode != STALE) return fails(name, takes_room);
    stale = stale || fails(name, takes_room);
    if (stale) errno = error;
    return stale;
}

#define BY_PATH(type, failure, symbol, room, path, params, args, ...) \
    type symbol params { \
        REAL(type, #symbol, __VA_ARGS__); \
        if (in_dir(path) && mode != STALE && fails(#symbol, room)) return failure; \
        return real args; \
    }
#define BY_FD(type, symbol, params, args, ...) \
    type symbol params { \
        REAL(type, #symbol, __VA_ARGS__); \
        if (is_ours(fd) && file_fails(#symbol, 0)) return -1; \
        return real args; \
    }

BY_PATH(int, -1, rename, 0, to, (const char *from, const char *to), (from, to), const char *, const char *)
BY_PATH(int, -1, symlink, 1, at_, (const char *to, const char *at_), (to, at_), const char *, const char *)
BY_PATH(int, -1, unlink, 0, path, (const char *path), (path), const char *)
BY_PATH(int, -1, mkdir, 1, path, (const char *path, mode_t m), (path, m), const char *, mode_t)
BY_PATH(DIR *, NULL, opendir, 0, path, (const char *path), (path), const char *)
BY_FD(ssize_t, read, (int fd, void *to, size_t n), (fd, to, n), int, void *, size_t)
BY_FD(int, fsync, (int fd), (fd), int)
BY_FD(int, fdatasync, (int fd), (fd), int)
BY_FD(int, fchmod, (int fd, mode_t m), (fd, m), int, mode_t)

int statx(int fd, const char *path, int flags, unsigned mask, struct statx *to) {
    REAL(int, "statx", int, const char *, int, unsigned, struct statx *);
    /* Rust's std looks whether there is this call, with null pointers. */
    const char *volatile given = path;
    if (given && !*path && is_ours(fd) && file_fails("statx", 0)) return -1;
    if (given && in_dir(path) && mode != STALE && fails("statx", 0)) return -1;
    return real(fd, path, flags, mask, to);
}

ssize_t write(int fd, const void *from, size_t n) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (is_ours(fd) && file_fails("write", 1)) return mode == FULL && is_first ? real(fd, from, n / 2) : -1;
    return real(fd, from, n);
}

/* The file is closed even if that fails. */
int close(int fd) {
    REAL(int, "close", int);
    int failed = is_ours(fd) && only && fails("close", 0);
    mark(fd, 0);
    int closed = real(fd);
    if (failed) errno = error;
    return failed ? -1 : closed;
}

static int open_at(const char *name, int fd, const char *path, int flags, mode_t m) {
    REAL(int, "openat64", int, const char *, int, ...);
    if (in_dir(path)) stale = 0;
    if (in_dir(path) && mode != STALE && fails(name, flags & O_CREAT)) return -1;
    return mark(real(fd, path, flags, m), in_dir(path));
}

#define MODE(flags) \
    mode_t m = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        m = va_arg(more, mode_t); \
        va_end(more); \
    }

int open64(const char *path, int flags, ...) { MODE(flags) return open_at("open", AT_FDCWD, path, flags, m); }
int open(const char *path, int flags, ...) { MODE(flags) return open_at("open", AT_FDCWD, path, flags, m); }
int openat64(int fd, const char *path, int flags, ...) { MODE(flags) return open_at("open", fd, path, flags, m); }
int openat(int fd, const char *path, int flags, ...) { MODE(flags) return open_at("open", fd, path, flags, m); }
