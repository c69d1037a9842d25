/** Field indexes of groups. */
package io.nephele.services.logs.indexes;
