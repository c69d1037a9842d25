/** Deliveries of the logs that services write themselves: where from and where to. */
package io.nephele.services.logs.deliveries;
