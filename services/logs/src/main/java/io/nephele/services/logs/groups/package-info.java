/** Log groups and log streams. */
package io.nephele.services.logs.groups;
