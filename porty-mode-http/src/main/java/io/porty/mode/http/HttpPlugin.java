package io.porty.mode.http;

import io.porty.api.Key;
import io.porty.api.Settings;
import io.porty.api.mode.Mode;
import io.porty.api.mode.ModeContext;
import io.porty.api.mode.ModeFactory;
import io.porty.api.plugin.PortyPlugin;
import io.porty.api.route.HttpRouteRequest;
import io.porty.api.route.RouteInfo;
import io.porty.api.route.RouterFactory;
import io.porty.mode.http.config.Http2Keys;
import io.porty.mode.http.config.HttpKeys;
import io.porty.mode.http.config.HttpsKeys;
import io.porty.mode.http.config.UpstreamKeys;
import io.porty.mode.http.router.DynamicRouter;
import io.porty.mode.http.router.HostRouter;
import io.porty.mode.http.router.PathRouter;
import io.porty.mode.http.router.SignedRouter;
import io.porty.mode.http.router.SubdomainRouter;
import io.porty.mode.http.router.TargetHeaderRouter;
import io.porty.mode.http.router.ValueRouter;
import io.porty.mode.http.router.WeightedRouter;
import java.util.List;

/** Provides the mode {@code http} and the routers for HTTP requests. */
public final class HttpPlugin implements PortyPlugin {

  @Override
  public List<ModeFactory> modes() {
    return List.of(new HttpModeFactory());
  }

  @Override
  public List<RouterFactory<?>> routers() {
    return List.of(
        new HostRouter(),
        new DynamicRouter(),
        new PathRouter(),
        ValueRouter.header(),
        ValueRouter.cookie(),
        new WeightedRouter(),
        new SubdomainRouter(),
        new TargetHeaderRouter(),
        new SignedRouter());
  }

  private static final class HttpModeFactory implements ModeFactory {

    @Override
    public String name() {
      return "http";
    }

    @Override
    public Class<HttpRouteRequest> requestType() {
      return HttpRouteRequest.class;
    }

    @Override
    public List<Key<?>> keys() {
      return HttpKeys.OF_ROUTE;
    }

    @Override
    public List<Key<?>> listenerKeys() {
      return HttpKeys.OF_LISTENER;
    }

    @Override
    public List<String> applicationProtocols() {
      return List.of("http/1.1");
    }

    @Override
    public List<String> upstreamProtocols(Settings settings) {
      return settings.get(UpstreamKeys.HTTP2) ? List.of("h2", "http/1.1") : List.of("http/1.1");
    }

    @Override
    public List<String> listenerProtocols(Settings listener) {
      return Http2Keys.protocols(listener);
    }

    @Override
    public List<String> defaultRouters() {
      return List.of("host", "dynamic", "fixed");
    }

    @Override
    public boolean sharesListener() {
      return true;
    }

    @Override
    public void check(RouteInfo route, Settings settings, boolean servesTls) {
      HttpsKeys.check(route, settings, servesTls);
    }

    @Override
    public boolean asksRouters(Settings settings, boolean servesTls) {
      return HttpsKeys.asksRouters(settings, servesTls);
    }

    @Override
    public Mode create(ModeContext context) {
      return new HttpMode(context);
    }
  }
}
