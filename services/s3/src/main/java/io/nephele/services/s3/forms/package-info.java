/** Forms with which browsers upload objects. */
package io.nephele.services.s3.forms;
