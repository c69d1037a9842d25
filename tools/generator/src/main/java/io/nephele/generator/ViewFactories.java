package io.nephele.generator;

import io.nephele.model.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Writes the functions from structs to views. They are one class with a number a view, rather than
 * a lambda a view, because each lambda would cost a class of its own at run time: for the constants
 * of SQS alone that is 40 classes at start-up.
 */
final class ViewFactories {
  /** So few views a class that its method stays small enough to be compiled to machine code. */
  private static final int VIEWS_PER_CLASS = 256;

  private final ServiceTypes types;
  private final Map<Shape, Integer> numbers = new HashMap<>();
  private final List<Shape> shapes = new ArrayList<>();
  private final List<String> classes = new ArrayList<>();

  ViewFactories(ServiceTypes types) {
    this.types = types;
  }

  /** An expression for the function that makes views of that shape. */
  String expression(Shape shape) {
    Integer known = numbers.get(shape);
    int number = known != null ? known : shapes.size();
    if (known == null) {
      numbers.put(shape, number);
      shapes.add(shape);
      if (number % VIEWS_PER_CLASS == 0) {
        classes.add(types.reserve("Views" + (classes.isEmpty() ? "" : classes.size() + 1)));
      }
    }
    String factory = classes.get(number / VIEWS_PER_CLASS);
    return "new " + factory + "<" + types.viewType(shape) + ">(" + number + ")";
  }

  /** Gives the name and source of each class. To be called after the last {@link #expression}. */
  void write(BiConsumer<String, String> sources) {
    for (int i = 0; i < classes.size(); i++) {
      int first = i * VIEWS_PER_CLASS;
      int end = Math.min(first + VIEWS_PER_CLASS, shapes.size());
      sources.accept(classes.get(i), source(classes.get(i), first, end));
    }
  }

  private String source(String name, int first, int end) {
    StringBuilder cases = new StringBuilder();
    for (int number = first; number < end; number++) {
      cases
          .append("      case ")
          .append(number)
          .append(": return new ")
          .append(types.viewType(shapes.get(number)))
          .append("(struct);\n");
    }
    // The method returns Object: with View, the verifier would load every view to see that it is
    // one.
    return """
        package %1$s;

        /** Makes views by number. */
        final class %2$s<V extends io.nephele.model.View> implements java.util.function.Function<io.nephele.model.Struct, V> {
          private final int number;

          %2$s(int number) {
            this.number = number;
          }

          @java.lang.SuppressWarnings("unchecked")
          @java.lang.Override
          public V apply(io.nephele.model.Struct struct) {
            return (V) make(struct);
          }

          private java.lang.Object make(io.nephele.model.Struct struct) {
            switch (number) {
        %3$s      default: throw new java.lang.AssertionError(number);
            }
          }
        }
        """
        .formatted(types.packageName(), name, cases);
  }
}
