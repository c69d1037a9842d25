package io.nephele.junit;

import io.nephele.core.store.MvStores;
import io.nephele.core.store.Store;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a local AWS of its own, in this JVM. Constructor and method parameters and
 * non-static fields marked {@link Inject} can be
 *
 * <ul>
 *   <li>any client of the AWS SDK for Java v2, synchronous or not, configured for this world,
 *   <li>{@link io.nephele.embedded.Nephele}, the running instance,
 *   <li>{@link io.nephele.core.time.VirtualClock}, the world's clock, where the world has one,
 *   <li>{@link io.nephele.core.time.TurnableClock}, the world's clock, virtual or not,
 *   <li>{@link java.net.URI}, the endpoint.
 * </ul>
 *
 * Every service whose module is on the class path is there.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NepheleExtension.class)
public @interface NepheleTest {
  /** Which tests share a world. */
  Scope scope() default Scope.CLASS;

  /**
   * Whether time stands still until the test advances the {@link
   * io.nephele.core.time.VirtualClock}.
   */
  boolean virtualClock() default true;

  /** The region of injected clients. */
  String region() default "us-east-1";

  /** The account of injected clients, twelve digits. */
  String accountId() default "000000000000";

  /** What opens the store of a world: a class with a constructor without parameters. */
  Class<? extends Supplier<Store>> store() default InMemory.class;

  /** Opens a store that is gone when the world is closed. */
  final class InMemory implements Supplier<Store> {
    /** Made when a world is. */
    public InMemory() {}

    @Override
    public Store get() {
      return MvStores.inMemory();
    }
  }

  /** How far a world reaches. */
  enum Scope {
    /** One world for all tests of the class. */
    CLASS,
    /** A world for each test method. */
    METHOD
  }
}
