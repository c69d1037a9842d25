package io.nephele.junit;

import io.nephele.core.time.VirtualClock;
import io.nephele.embedded.Nephele;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.core.SdkClient;

/** What {@link NepheleTest} does. The world and its clients live as long as the test class's or method's context and are closed with it. */
public final class NepheleExtension implements ParameterResolver, BeforeEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(NepheleExtension.class);

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
      for (Field field : instance.getClass().getDeclaredFields()) {
        if (field.isAnnotationPresent(Inject.class) && !Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          field.set(instance, world(context).give(field.getType()));
        }
      }
    }
  }

  private static boolean supports(Class<?> type) {
    return SdkClient.class.isAssignableFrom(type)
        || type == Nephele.class
        || type == VirtualClock.class
        || type == URI.class;
  }

  private static TestWorld world(ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    NepheleTest settings = settings(testClass);
    boolean perMethod =
        settings.scope() == NepheleTest.Scope.METHOD && context.getTestMethod().isPresent();
    ExtensionContext owner = perMethod ? context : classContext(context, outermost(testClass));
    return owner
        .getStore(NAMESPACE)
        .computeIfAbsent(TestWorld.class, key -> new TestWorld(settings), TestWorld.class);
  }

  private static NepheleTest settings(Class<?> testClass) {
    for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
      NepheleTest settings = type.getAnnotation(NepheleTest.class);
      if (settings != null) {
        return settings;
      }
    }
    throw new IllegalStateException(testClass + " is not a @NepheleTest");
  }

  private static Class<?> outermost(Class<?> testClass) {
    Class<?> type = testClass;
    while (type.getEnclosingClass() != null
        && type.getEnclosingClass().isAnnotationPresent(NepheleTest.class)) {
      type = type.getEnclosingClass();
    }
    return type;
  }

  private static ExtensionContext classContext(ExtensionContext context, Class<?> testClass) {
    ExtensionContext candidate = context;
    while (candidate.getTestMethod().isPresent()
        || candidate.getTestClass().orElseThrow() != testClass) {
      candidate = candidate.getParent().orElseThrow();
    }
    return candidate;
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
      this.nephele = builder.start();
    }

    Object give(Class<?> type) {
      if (type == Nephele.class) {
        return nephele;
      }
      if (type == URI.class) {
        return nephele.endpoint();
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
      clients.values().forEach(SdkClient::close);
      nephele.close();
    }
  }
}
