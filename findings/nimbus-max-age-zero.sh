#!/usr/bin/env bash
# com.nimbusds:oauth2-oidc-sdk 11.39 from Maven Central, the metadata of a client.
#
# Expected: default_max_age is the greatest age of a sign-in, in seconds, for requests that name none (OpenID Connect Dynamic Client
# Registration §2), and 0 is one of them: as max_age it is equivalent to prompt=login (OpenID Connect Core §3.1.2.1). What the library
# has read, or was given, is in the JSON that it writes; as max_age of a request it writes 0, too.
# Seen: a client that has 0 is read as one that has 0, and written without the member, so that whoever stores or registers what was written
# has a client that asks nothing of the age. With 1 it is there.
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
      <groupId>com.nimbusds</groupId>
      <artifactId>oauth2-oidc-sdk</artifactId>
      <version>11.39</version>
    </dependency>
  </dependencies>
</project>
END
mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=jars > said 2>&1 || { cat said >&2; exit 2; }

cat > MaxAge.java <<'END'
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.rp.OIDCClientMetadata;

public class MaxAge {
  public static void main(String[] arguments) throws Exception {
    for (int seconds : new int[] {0, 1}) {
      var metadata = "{\"redirect_uris\":[\"https://client.example/cb\"],\"default_max_age\":" + seconds + "}";
      var client = OIDCClientMetadata.parse(JSONObjectUtils.parse(metadata));
      var again = OIDCClientMetadata.parse(JSONObjectUtils.parse(client.toJSONObject().toJSONString()));
      var query = "response_type=code&client_id=a&redirect_uri=https%3A%2F%2Fclient.example%2Fcb&scope=openid&max_age=" + seconds;
      var request = AuthenticationRequest.parse(query);
      System.out.printf(
          "%d: read %d, written %s, read again %d; in a request %s%n",
          seconds,
          client.getDefaultMaxAge(),
          client.toJSONObject().get("default_max_age"),
          again.getDefaultMaxAge(),
          request.toParameters().get("max_age"));
    }
  }
}
END
seen=$(java -cp 'jars/*' MaxAge.java)
echo "$seen"
known='0: read 0, written null, read again -1; in a request [0]
1: read 1, written 1, read again 1; in a request [1]'
[[ $seen = "$known" ]]
