/** Amazon CloudWatch Logs: groups of streams of events, kept, searched and passed on. */
package io.nephele.services.logs;
