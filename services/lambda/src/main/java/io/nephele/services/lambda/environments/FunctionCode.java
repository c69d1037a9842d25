package io.nephele.services.lambda.environments;

import java.nio.file.Path;
import java.util.List;

/**
 * What an environment runs. The folders are unpacked already, are not changed while an environment
 * uses them, and may be shared by environments.
 *
 * @param runtime the runtime's identifier, such as {@code python3.12}
 * @param handler the handler as configured
 * @param architecture {@code x86_64} or {@code arm64}
 * @param task the folder that the function sees as /var/task
 * @param layers the unpacked layers in merge order: a later one's files hide an earlier one's; the
 *     function sees them together as /opt
 */
public record FunctionCode(
    String runtime, String handler, String architecture, Path task, List<Path> layers) {}
