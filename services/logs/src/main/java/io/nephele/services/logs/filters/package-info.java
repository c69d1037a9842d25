/** What is done with log events as they come: metric filters, subscriptions. */
package io.nephele.services.logs.filters;
