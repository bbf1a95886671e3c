package io.porty.cli;

import io.porty.engine.LocalAuthorityInspector;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porty trust}: says how to trust the local CA; changes nothing. */
@Command(
    name = "trust",
    description = "Print how browsers and programs trust the local CA; installs nothing")
final class TrustCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String file = LocalAuthorityInspector.file().toString();
    String scope = LocalAuthorityInspector.scope();
    if (!LocalAuthorityInspector.exists()) {
      out.println("There is no local CA yet. The first of these makes it:");
      out.println("  porty start --tls --target-port 3000");
      out.println("  a route with tls = \"local\"");
      out.println("  porty cert new --names localhost");
      out.println();
      out.println("Then:");
    }
    out.println("The local CA is " + file);
    out.println("It signs " + scope + ".");
    out.print(HOW.replace("FILE", "'" + file + "'"));
    out.flush();
    return 0;
  }

  private static final String HOW =
      """

      curl
        curl --cacert FILE https://localhost:8443/

      Debian, Ubuntu
        sudo cp FILE /usr/local/share/ca-certificates/porty-local-ca.crt
        sudo update-ca-certificates

      Fedora, RHEL
        sudo cp FILE /etc/pki/ca-trust/source/anchors/porty-local-ca.pem
        sudo update-ca-trust

      Firefox, on every system
        Settings, Privacy & Security, View Certificates, Authorities, Import

      Chromium, Chrome on Linux (certutil is in libnss3-tools)
        certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n porty-local-ca -i FILE

      macOS: Safari, Chrome, curl of the system
        security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db FILE

      Windows: Edge, Chrome
        certutil -user -addstore Root FILE

      Java
        keytool -importcert -cacerts -noprompt -storepass changeit -alias porty-local-ca -file FILE

      Node.js
        NODE_EXTRA_CA_CERTS=FILE node app.js

      Beside the certificate is the CA's key, ca.key. Who has it can sign for the names above: keep it on this machine.
      """;
}
