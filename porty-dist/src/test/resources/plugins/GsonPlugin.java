package PACKAGE;

import com.google.gson.Gson;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.*;
import java.util.List;

/** Says which version of a library it sees. */
public class GsonPlugin implements PortyPlugin {
  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(RouterFactory.http("PACKAGE", List.of(), (settings, context) -> request ->
        request.path().equals("/PACKAGE")
            ? Decision.respond(418, "gson", new Gson().toJson(List.of(place())).replaceAll("[^ -~]", "?"))
            : Decision.pass()));
  }

  private static String place() {
    String jar = Gson.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return jar.substring(jar.lastIndexOf('/') + 1) + " in " + Gson.class.getClassLoader().getName();
  }
}
