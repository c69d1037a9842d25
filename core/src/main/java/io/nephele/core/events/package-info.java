/** What services tell EventBridge of what happens in them. */
package io.nephele.core.events;
