/** Log events: how they are stored, put and read. */
package io.nephele.services.logs.events;
