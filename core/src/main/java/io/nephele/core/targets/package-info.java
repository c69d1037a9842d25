/** Calls of the services that take events from others. */
package io.nephele.core.targets;
