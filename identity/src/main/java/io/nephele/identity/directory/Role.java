package io.nephele.identity.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An IAM role.
 *
 * @param id AROA...
 * @param trustPolicy the document that says who may assume it
 * @param maxSessionSeconds how long its sessions may last
 * @param boundary the ARN of the permissions boundary, or null
 * @param attached the ARNs of the managed policies that are attached
 * @param inline the documents of inline policies by name
 * @param tags by key, in the order they were given
 */
public record Role(
    String name,
    String path,
    String arn,
    String id,
    Instant createdAt,
    String trustPolicy,
    String description,
    int maxSessionSeconds,
    String boundary,
    List<String> attached,
    Map<String, String> inline,
    Map<String, String> tags) {}
