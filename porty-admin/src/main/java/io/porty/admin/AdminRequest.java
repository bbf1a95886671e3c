package io.porty.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the admin endpoint.
 *
 * @param path decoded, without the query
 * @param query decoded
 * @param accept the Accept header; empty if it was not sent
 */
record AdminRequest(String method, String path, Map<String, List<String>> query, String accept) {

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
  }

  /**
   * A numeric query parameter.
   *
   * @throws BadRequestException if it is not a whole number within the bounds
   */
  int number(String name, int defaultValue, int min, int max) {
    String text = parameter(name).orElse(Integer.toString(defaultValue));
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new BadRequestException(
        name + " is \"" + text + "\"; expected a whole number from " + min + " to " + max);
  }
}
