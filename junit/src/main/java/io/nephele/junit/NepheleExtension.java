package io.nephele.junit;

import io.nephele.core.time.TurnableClock;
import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import software.amazon.awssdk.core.SdkClient;

/**
 * What {@link NepheleTest} does. The world and its clients live as long as the test class's or
 * method's context and are closed with it.
 */
public final class NepheleExtension implements ParameterResolver, BeforeEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(NepheleExtension.class);

  /** Constructors get the world of the test that they are called for. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(
      ExtensionContext rootContext) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return supports(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return world(context).give(parameter.getParameter().getType());
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IllegalAccessException {
    for (Object instance : context.getRequiredTestInstances().getAllInstances()) {
      for (Field field : AnnotationSupport.findAnnotatedFields(instance.getClass(), Inject.class)) {
        if (Modifier.isStatic(field.getModifiers()) || !supports(field.getType())) {
          throw new ExtensionConfigurationException(
              "@Inject is for non-static fields of the types that @NepheleTest tells, not for "
                  + field);
        }
        field.setAccessible(true);
        field.set(instance, world(context).give(field.getType()));
      }
    }
  }

  private static boolean supports(Class<?> type) {
    return (SdkClient.class.isAssignableFrom(type) && type != SdkClient.class)
        || type == Nephele.class
        || type == VirtualClock.class
        || type == TurnableClock.class
        || type == URI.class;
  }

  /**
   * The world of the nearest class that is a {@link NepheleTest}: a nested class has that of the
   * class around it, if it is none itself.
   */
  private static TestWorld world(ExtensionContext context) {
    ExtensionContext owner = context;
    while (annotation(owner).isEmpty()) {
      owner =
          owner
              .getParent()
              .orElseThrow(
                  () ->
                      new ExtensionConfigurationException(
                          context.getDisplayName() + " is not in a @NepheleTest"));
    }
    NepheleTest settings = annotation(owner).get();
    if (settings.scope() == NepheleTest.Scope.METHOD) {
      if (context.getTestMethod().isEmpty()) {
        throw new ExtensionConfigurationException(
            "Each test of "
                + context.getRequiredTestClass().getName()
                + " has a world of its own, so that there is none where no test runs");
      }
      owner = context;
    }
    return owner
        .getStore(NAMESPACE)
        .computeIfAbsent(TestWorld.class, key -> new TestWorld(settings), TestWorld.class);
  }

  /** The annotation of a context that is a class's. */
  private static Optional<NepheleTest> annotation(ExtensionContext context) {
    return context.getTestMethod().isPresent()
        ? Optional.empty()
        : context
            .getTestClass()
            .flatMap(testClass -> AnnotationSupport.findAnnotation(testClass, NepheleTest.class));
  }

  /** A running Nephele with the clients that were asked for. */
  private static final class TestWorld implements AutoCloseable {
    private final NepheleTest settings;
    private final Nephele nephele;
    private final Map<Class<?>, SdkClient> clients = new ConcurrentHashMap<>();

    TestWorld(NepheleTest settings) {
      this.settings = settings;
      Nephele.Builder builder = Nephele.builder();
      if (settings.virtualClock()) {
        builder.virtualClock();
      }
      if (settings.store() != NepheleTest.InMemory.class) {
        builder.store(ReflectionSupport.newInstance(settings.store()));
      }
      this.nephele = builder.start();
    }

    Object give(Class<?> type) {
      if (type == Nephele.class) {
        return nephele;
      }
      if (type == URI.class) {
        return nephele.endpoint();
      }
      if (type == TurnableClock.class) {
        return nephele.world().clock();
      }
      if (type == VirtualClock.class) {
        if (nephele.world().clock() instanceof VirtualClock clock) {
          return clock;
        }
        throw new IllegalStateException("a world with virtualClock = false has no VirtualClock");
      }
      return clients.computeIfAbsent(
          type,
          client ->
              Clients.create(
                  client.asSubclass(SdkClient.class),
                  nephele.endpoint(),
                  settings.region(),
                  settings.accountId()));
    }

    @Override
    public void close() {
      try {
        clients.values().forEach(SdkClient::close);
      } finally {
        nephele.close();
      }
    }
  }
}
