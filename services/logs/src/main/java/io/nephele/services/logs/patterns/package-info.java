/** Filter patterns. */
package io.nephele.services.logs.patterns;
