package io.nephele.core.errors;

import io.nephele.core.text.TabSeparated;
import io.nephele.model.AwsException;
import io.nephele.model.Operation;
import io.nephele.model.Service;
import io.nephele.model.Shape;
import java.util.HashMap;
import java.util.Map;

/**
 * Errors by their code, for what answers a call in a service's place: as the service's model
 * defines them, else as AWS documents those that are common to all services.
 */
public final class OperationErrors {
  private static final int SERVER_ERRORS = 500;

  private OperationErrors() {}

  /** What AWS documents of an error that all services share. */
  public record Common(String code, int status, String message) {}

  private static final class CommonErrors {
    static final Map<String, Common> BY_CODE = read();

    private static Map<String, Common> read() {
      Map<String, Common> byCode = new HashMap<>();
      for (String[] row : TabSeparated.rows(OperationErrors.class, "common-errors.tsv", 3)) {
        byCode.put(row[0], new Common(row[0], Integer.parseInt(row[1]), row[2]));
      }
      return byCode;
    }
  }

  /** The error of that code that all services share, or null. */
  public static Common common(String code) {
    return CommonErrors.BY_CODE.get(code);
  }

  /**
   * The error shape of that code, as clients of any protocol know it: of the operation, else of its
   * service; null where the model has none.
   */
  public static Shape shape(Operation operation, String code) {
    for (Shape shape : operation.errors()) {
      if (isOf(shape, code)) {
        return shape;
      }
    }
    return shape(operation.service(), code);
  }

  /** The error shape of that name in a service's model, or null. */
  public static Shape shape(Service service, String code) {
    if (code.startsWith("@") || !service.shapeNames().contains(code)) {
      return null;
    }
    Shape shape = service.shape(code);
    return shape.isError() ? shape : null;
  }

  private static boolean isOf(Shape shape, String code) {
    return shape.name().equals(code) || shape.queryErrorCode().equals(code);
  }

  /**
   * The error that an operation answers.
   *
   * @param status the HTTP status, or null for the model's, else AWS's common one, else 500
   * @param message null for the words that AWS documents, if it does
   */
  public static AwsException of(Operation operation, String code, Integer status, String message) {
    Common common = common(code);
    String text = message != null ? message : common == null ? null : common.message();
    Shape shape = shape(operation, code);
    if (shape != null && (status == null || status == shape.errorStatus())) {
      return new ModelledError(shape, text);
    }
    int answered = status != null ? status : common == null ? SERVER_ERRORS : common.status();
    if (answered >= SERVER_ERRORS) {
      return AwsException.server(code, answered, text);
    }
    return AwsException.client(code, shape == null ? code : shape.queryErrorCode(), answered, text);
  }
}
