/** What LocalStack's users are used to. */
package io.nephele.app.localstack;
