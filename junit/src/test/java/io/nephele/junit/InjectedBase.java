package io.nephele.junit;

import java.net.URI;

/** What tests may have in common. */
abstract class InjectedBase {
  @Inject protected URI inherited;
}
