/** What the parts of Lambda share: its tables, names of functions, errors. */
package io.nephele.services.lambda.state;
