/** What the service knows: groups, streams, and the errors that it answers in several places. */
package io.nephele.services.logs.state;
