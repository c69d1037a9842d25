/** Amazon EventBridge: buses whose rules send events to targets. */
package io.nephele.services.events;
