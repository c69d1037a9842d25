package io.nephele.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which facts a test shows: ids of the rows in {@code
 * conformance/src/main/resources/io/nephele/conformance/facts}. A test shows a fact if it would
 * fail were the behaviour absent. {@code docs/facts.md} is generated from these.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Fact {
  /** The facts' ids, for example {@code sqs-012}. */
  String[] value();
}
