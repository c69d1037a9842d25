package io.nephele.core.call;

import io.nephele.core.access.Authorization;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;

/**
 * A call and what became of it.
 *
 * @param authorization what was decided, or null if the decision itself failed
 * @param result the result, or null where there was an error
 * @param error the error, or null where there was a result
 */
public record CallRecord(
    Call call, Struct request, Authorization authorization, Struct result, AwsException error) {}
