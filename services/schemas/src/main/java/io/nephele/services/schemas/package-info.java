/** Amazon EventBridge Schemas: registries of the shapes of events. */
package io.nephele.services.schemas;
