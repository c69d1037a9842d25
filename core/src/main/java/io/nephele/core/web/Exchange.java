package io.nephele.core.web;

import io.nephele.core.call.Call;
import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.model.Struct;
import io.nephele.wire.http.HttpRequest;
import io.nephele.wire.http.HttpResponse;

/**
 * A call that came over HTTP, and its answer as it is going to be sent.
 *
 * @param http the request; what was a bucket in the host name is in its path
 * @param operation the operation
 * @param call the call, or null where the request was refused before it was one
 * @param request the call's request, or null like the call
 * @param error the error that is answered, or null
 * @param response the answer
 */
public record Exchange(
    HttpRequest http,
    Operation operation,
    Call call,
    Struct request,
    AwsException error,
    HttpResponse response) {}
