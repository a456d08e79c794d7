#!/usr/bin/env bash
# simple-oauth2 5.1.0 from npm (which @fastify/oauth2 stands on) and io.vertx:vertx-auth-oauth2 5.0.7 from Maven Central, beside
# Authlib 1.9.10 from PyPI: refreshing at a server whose refresh token stays the same.
#
# Expected: the server may issue a new refresh token, and then the client discards the old one (RFC 6749 §6); in the answer refresh_token
# is OPTIONAL (§5.1). Where there is none the old one is still good, and what the library gives after the first refresh can be refreshed.
# Seen: it has no refresh token. simple-oauth2 means to keep the old one, but takes it from the AccessToken and not from its token; the
# second request goes without it. Vert.x makes the new User of the answer alone, and refuses the second refresh itself. Authlib keeps it.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
server=
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts simple-oauth2@5.1.0
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check Authlib==1.9.10 requests==2.32.5
cat > pom.xml <<'END'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.vertx</groupId>
      <artifactId>vertx-auth-oauth2</artifactId>
      <version>5.0.7</version>
    </dependency>
  </dependencies>
</project>
END
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=jars > said 2>&1 || { cat said >&2; exit 2; }

cat > server.js <<'END'
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const server = createServer(async (request, response) => {
  const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
  const isGood = form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === 'the-same';
  response.writeHead(isGood ? 200 : 400, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(isGood ? { access_token: 'another', token_type: 'Bearer', expires_in: 600 } : { error: 'invalid_request' }));
});
server.listen(0, 'localhost', () => writeFileSync('port', String(server.address().port)));
END
node server.js &
server=$!
until [[ -s port ]]; do sleep 0.1; done
origin=http://localhost:$(<port)

cat > twice.js <<'END'
import { AuthorizationCode } from 'simple-oauth2';

const client = new AuthorizationCode({ client: { id: 'id', secret: 'secret' }, auth: { tokenHost: process.argv[2], tokenPath: '/token' } });
let token = client.createToken({ access_token: 'one', refresh_token: 'the-same', token_type: 'Bearer' });
for (const time of ['first', 'second']) {
  try {
    token = await token.refresh();
    console.log(`simple-oauth2, ${time}: refreshed, refresh token ${token.token.refresh_token}`);
  } catch (error) {
    console.log(`simple-oauth2, ${time}: ${error.data.payload.error}`);
  }
}
END

cat > Twice.java <<'END'
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import java.util.List;
import java.util.concurrent.ExecutionException;

public class Twice {
    public static void main(String[] arguments) throws Exception {
        var vertx = Vertx.vertx();
        var client = OAuth2Auth.create(vertx, new OAuth2Options().setClientId("id").setClientSecret("secret")
            .setSite(arguments[0]).setAuthorizationPath("/auth").setTokenPath("/token"));
        var user = User.create(new JsonObject().put("access_token", "one").put("refresh_token", "the-same"));
        for (var time : List.of("first", "second")) {
            try {
                user = client.refresh(user).toCompletionStage().toCompletableFuture().get();
                System.out.println("Vert.x, " + time + ": refreshed, refresh token " + user.principal().getString("refresh_token"));
            } catch (ExecutionException fault) {
                System.out.println("Vert.x, " + time + ": " + fault.getCause().getMessage());
            }
        }
        vertx.close();
    }
}
END

cat > twice.py <<'END'
import sys

from authlib.integrations.requests_client import OAuth2Session

token = {'access_token': 'one', 'refresh_token': 'the-same', 'token_type': 'Bearer'}
session = OAuth2Session('id', 'secret', token=token)
for time in 'first', 'second':
    token = session.refresh_token(f'{sys.argv[1]}/token')
    print(f'Authlib, {time}: refreshed, refresh token {token.get("refresh_token")}')
END
javac -cp 'jars/*' Twice.java
seen=$(node twice.js "$origin"; java -cp 'jars/*:.' Twice "$origin" 2> said; python/bin/python twice.py "$origin")
echo "$seen"
known='simple-oauth2, first: refreshed, refresh token undefined
simple-oauth2, second: invalid_request
Vert.x, first: refreshed, refresh token null
Vert.x, second: refresh_token is null or empty
Authlib, first: refreshed, refresh token the-same
Authlib, second: refreshed, refresh token the-same'
[[ $seen = "$known" ]]
