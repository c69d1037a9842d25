package io.nephele.model;

import java.util.function.Function;

/**
 * An operation with the types of its request and result. The generated API has a constant for each,
 * for example {@code Sqs.SendMessage}.
 *
 * @param <I> the view of requests
 * @param <O> the view of results
 */
public final class ApiOperation<I extends View, O extends View> {
  private final String service;
  private final String name;
  private final Function<Struct, I> input;
  private final Function<Struct, O> output;

  /**
   * An operation of the bundled model of that service. The model is not read before {@link #model}
   * is called.
   */
  public ApiOperation(
      String service, String name, Function<Struct, I> input, Function<Struct, O> output) {
    this.service = service;
    this.name = name;
    this.input = input;
    this.output = output;
  }

  /** Nephele's name of the service. */
  public String service() {
    return service;
  }

  /** The operation's name. */
  public String name() {
    return name;
  }

  /** What the model says of the operation. */
  public Operation model() {
    return Models.bundled().service(service).operation(name);
  }

  /** A typed view of a request. */
  public I input(Struct struct) {
    return input.apply(struct);
  }

  /** A typed view of a result. */
  public O output(Struct struct) {
    return output.apply(struct);
  }

  @Override
  public String toString() {
    return service + ":" + name;
  }
}
