#!/usr/bin/env bash
# io.vertx:vertx-web 5.0.7 and vertx-auth-oauth2 5.0.7 from Maven Central, a route that demands scopes, for a user who has them all.
#
# Expected: scope is a list of strings that spaces delimit, whose order does not matter (RFC 6749 §3.3), so that a token for
# "docs:read docs" has both. withScopes of OAuth2AuthHandler names those that a user must have.
# Seen: a scope that begins, or ends, one before it in the list is not found: the route answers 403 (principal scope != handler scopes),
# as for somebody who has it not. In the other order, and where the names have nothing in common, the same user is let in.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > pom.xml <<'END'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.vertx</groupId>
      <artifactId>vertx-web</artifactId>
      <version>5.0.7</version>
    </dependency>
    <dependency>
      <groupId>io.vertx</groupId>
      <artifactId>vertx-auth-oauth2</artifactId>
      <version>5.0.7</version>
    </dependency>
  </dependencies>
</project>
END
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=jars > said 2>&1 || { cat said >&2; exit 2; }

cat > Scopes.java <<'END'
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.OAuth2AuthHandler;
import io.vertx.ext.web.impl.UserContextInternal;
import java.util.List;

public class Scopes {
    public static void main(String[] arguments) throws Exception {
        var vertx = Vertx.vertx();
        var provider = OAuth2Auth.create(vertx, new OAuth2Options()
            .setClientId("client").setSite("http://localhost").setAuthorizationPath("/auth").setTokenPath("/token"));
        for (var granted : List.of("docs docs:read", "docs:read docs", "my-docs docs", "mail docs")) {
            var pages = Router.router(vertx);
            // Somebody who has signed in, as a session would bring them.
            pages.route().handler(context -> {
                var user = User.create(new JsonObject().put("access_token", "token").put("scope", granted));
                ((UserContextInternal) context.userContext()).setUser(user);
                context.next();
            });
            pages.get("/").handler(OAuth2AuthHandler.create(vertx, provider).withScopes(List.of("docs")));
            pages.get("/").handler(context -> context.end("in"));
            var server = vertx.createHttpServer().requestHandler(pages).listen(0, "localhost").toCompletionStage().toCompletableFuture().get();
            var answer = vertx.createHttpClient().request(HttpMethod.GET, server.actualPort(), "localhost", "/")
                .compose(request -> request.send()).toCompletionStage().toCompletableFuture().get();
            System.out.println(granted + ": " + answer.statusCode());
        }
        vertx.close();
    }
}
END
javac -cp 'jars/*' Scopes.java
seen=$(java -cp 'jars/*:.' Scopes 2> said)
echo "$seen"
known='docs docs:read: 200
docs:read docs: 403
my-docs docs: 403
mail docs: 200'
[[ $seen = "$known" ]]
