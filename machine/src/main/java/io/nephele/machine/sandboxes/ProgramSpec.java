package io.nephele.machine.sandboxes;

import java.util.List;
import java.util.Map;

/**
 * A program to run in a sandbox.
 *
 * @param command the program's path, as it is in the sandbox, and its arguments
 * @param environment all environment variables it gets
 * @param workingFolder where it starts, as the path is in the sandbox
 */
public record ProgramSpec(
    List<String> command, Map<String, String> environment, String workingFolder) {}
