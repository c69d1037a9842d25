/** Amazon EventBridge Scheduler: calls that are made at their time. */
package io.nephele.services.scheduler;
