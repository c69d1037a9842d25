package io.nephele.core.call;

import io.nephele.core.access.Authorization;
import io.nephele.core.faults.FaultHit;
import io.nephele.model.AwsException;
import io.nephele.model.Struct;
import java.util.List;

/**
 * A call and what became of it.
 *
 * @param authorization what was decided, or null if the decision itself failed
 * @param result the result, or null where there was none
 * @param error the error that the caller got; null where there was a result, and where the caller
 *     got no answer at all
 * @param faults the faults that befell the call because a user asked for them
 */
public record CallRecord(
    Call call,
    Struct request,
    Authorization authorization,
    Struct result,
    AwsException error,
    List<FaultHit> faults) {}
