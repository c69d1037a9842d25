/** Notifications of changes of objects to queues, topics, functions and EventBridge. */
package io.nephele.services.s3.events;
