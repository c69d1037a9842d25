/**
 * Amazon Simple Queue Service.
 *
 * <p>{@link io.nephele.services.sqs.SqsService} binds operations to handlers, of which there is one
 * class a resource: {@code Queues}, {@code QueueAttributes}, {@code QueueTags}, {@code
 * Permissions}, {@code Messages}, {@code MessageBatches} and {@code MoveTasks}. What they change
 * they change through {@code QueueTable} and through one {@code MessageStore} for standard and one
 * for FIFO queues.
 */
package io.nephele.services.sqs;
