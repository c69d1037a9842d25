/** Live tails: events as they come. */
package io.nephele.services.logs.tails;
