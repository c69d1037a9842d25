package io.nephele.wire.validate;

import io.nephele.model.AwsException;
import io.nephele.model.Member;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import io.nephele.model.Struct;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks requests against the bounds of the model, and refuses those that break them in the words
 * that the service has for it.
 */
public final class InputValidator {
  private final ConstraintChecks checks = new ConstraintChecks();

  /**
   * Checks a request.
   *
   * @throws AwsException what the service answers if the request breaks a bound
   */
  public void validate(Struct input, ValidationStyle style) {
    switch (style) {
      case NONE -> {
        // the service does it itself
      }
      case CORAL, CORAL_QUERY -> {
        List<String> messages = new CoralWalk(checks).walk(input);
        if (!messages.isEmpty()) {
          String message = summary(messages, ": ");
          throw style == ValidationStyle.CORAL
              ? error(input.shape().service(), message, List.of())
              : AwsException.client("ValidationError", 400, message);
        }
      }
      case IAM -> {
        String form = new IamForms(checks).firstBroken(input);
        if (form != null) {
          throw AwsException.client("ValidationError", 400, form);
        }
        validate(input, ValidationStyle.CORAL_QUERY);
      }
      case SMITHY -> {
        List<Field> fields = new SmithyWalk(checks).walk(input);
        if (!fields.isEmpty()) {
          List<String> messages = fields.stream().map(Field::message).toList();
          throw error(input.shape().service(), summary(messages, ". "), fields);
        }
      }
    }
  }

  /** A part of the request that breaks a bound. */
  record Field(String path, String message) {}

  private static String summary(List<String> messages, String separator) {
    return messages.size()
        + (messages.size() == 1 ? " validation error detected" : " validation errors detected")
        + separator
        + String.join("; ", messages);
  }

  private static AwsException error(Service service, String message, List<Field> fields) {
    String code = "ValidationException";
    if (!service.shapeNames().contains(code) || !service.shape(code).isError()) {
      return AwsException.client(code, 400, message);
    }
    Struct detail = new Struct(service.shape(code));
    Member list = detail.shape().member("fieldList");
    if (list != null && !fields.isEmpty()) {
      Shape item = list.target().listMember().target();
      List<Struct> structs = new ArrayList<>(fields.size());
      for (Field field : fields) {
        structs.add(new Struct(item).set("path", field.path()).set("message", field.message()));
      }
      detail.set(list, structs);
    }
    return new ModelledValidationException(detail, message);
  }

  private static final class ModelledValidationException extends AwsException {
    private static final long serialVersionUID = 1L;

    ModelledValidationException(Struct detail, String message) {
      super(detail, message);
    }
  }
}
