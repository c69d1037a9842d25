/** Source code for the events of schemas, in several languages. */
package io.nephele.services.schemas.code;
