package io.nephele.services.lambda.functions;

import io.nephele.api.lambda.ListTagsRequest;
import io.nephele.api.lambda.ListTagsResponse;
import io.nephele.api.lambda.TagResourceRequest;
import io.nephele.api.lambda.UntagResourceRequest;
import io.nephele.core.call.Call;
import io.nephele.core.store.Reader;
import io.nephele.model.Unit;
import io.nephele.services.lambda.state.FunctionRef;
import io.nephele.services.lambda.state.FunctionRow;
import io.nephele.services.lambda.state.LambdaErrors;
import io.nephele.services.lambda.state.LambdaWorld;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** The operations on tags. */
public final class TagOperations {
  private final LambdaWorld lambda;
  private final ResourceTags tags;
  private final BiPredicate<Reader, String> others;

  /**
   * The tags in a world.
   *
   * @param others whether there is a resource of an ARN that is no function's
   */
  public TagOperations(LambdaWorld lambda, ResourceTags tags, BiPredicate<Reader, String> others) {
    this.lambda = lambda;
    this.tags = tags;
    this.others = others;
  }

  /** Answers ListTags. */
  public ListTagsResponse list(ListTagsRequest in, Call call) {
    FunctionRef function = function(in.resource());
    return lambda.read(
        reader -> {
          require(reader, function, in.resource());
          return new ListTagsResponse().tags(tags.of(reader, in.resource()));
        });
  }

  /** Answers TagResource. */
  public Unit tag(TagResourceRequest in, Call call) {
    return change(
        in.resource(),
        call,
        before -> {
          Map<String, String> all = new LinkedHashMap<>(before);
          all.putAll(in.tags());
          ResourceTags.check(all);
          return all;
        });
  }

  /** Answers UntagResource. */
  public Unit untag(UntagResourceRequest in, Call call) {
    return change(
        in.resource(),
        call,
        before -> {
          Map<String, String> left = new LinkedHashMap<>(before);
          in.tagKeys().forEach(left::remove);
          return left;
        });
  }

  private Unit change(String arn, Call call, UnaryOperator<Map<String, String>> body) {
    FunctionRef function = function(arn);
    lambda.write(
        transaction -> {
          if (function != null) {
            FunctionRow row = lambda.tables().require(transaction, function);
            FunctionRow changed = row.withTags(body.apply(row.tags()));
            lambda.tables().functions().put(transaction, function.place(), changed);
          } else {
            require(transaction, null, arn);
            tags.put(transaction, arn, body.apply(tags.of(transaction, arn)));
          }
          return null;
        });
    return LambdaWorld.done(call);
  }

  private void require(Reader reader, FunctionRef function, String arn) {
    if (function != null) {
      lambda.tables().require(reader, function);
    } else if (!others.test(reader, arn)) {
      throw LambdaErrors.notFound("The resource you requested does not exist.");
    }
  }

  private static FunctionRef function(String arn) {
    FunctionRef ref = FunctionRef.ofArn(arn);
    if (ref != null && ref.qualifier() != null) {
      throw LambdaErrors.invalid(
          "Tags on function aliases and versions are not supported. Please specify a function"
              + " ARN.");
    }
    return ref;
  }
}
