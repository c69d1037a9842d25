package io.nephele.machine.sandboxes;

import java.util.List;

/**
 * How a sandbox is to be. Its programs see the machine's programs and libraries (/usr, read-only),
 * what is mounted, and a /tmp of their own.
 *
 * @param mounts what else they see
 * @param temporaryBytes how much /tmp may hold
 * @param sharedTemporary whether /tmp is the same for all programs of the sandbox and stays when
 *     they end; else each has its own, which is faster
 * @param memoryBytes how much memory they may use together
 * @param processes how many processes and threads there may be
 * @param userName what the user that they run as is called
 */
public record SandboxSpec(
    List<Mount> mounts,
    long temporaryBytes,
    boolean sharedTemporary,
    long memoryBytes,
    int processes,
    String userName) {}
