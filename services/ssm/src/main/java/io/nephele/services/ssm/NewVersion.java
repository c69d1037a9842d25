package io.nephele.services.ssm;

import java.util.Map;

/**
 * A version that is to be written.
 *
 * @param name of the parameter
 * @param version without its number
 * @param overwrite whether there may be a version already
 * @param tags of the parameter, if it is a new one
 */
record NewVersion(
    String name, ParameterVersion version, boolean overwrite, Map<String, String> tags) {}
