# The service: docker build -t actors .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig akka.hocon ./
COPY src/ src/
# Compiled beforehand for this kind of machine: a start takes a quarter less CPU, and the first requests are faster.
RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish src/Actors.Service -c Release -o /app --nologo \
    --use-current-runtime --self-contained false -p:PublishReadyToRun=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
RUN apt-get update \
    && apt-get install -y --no-install-recommends librdkafka1 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" -g "$APP_UID" /data
WORKDIR /app
COPY --from=build /app ./
ENV Urls=http://+:8080 ASPNETCORE_HTTP_PORTS= Data__Directory=/data
EXPOSE 8080
USER $APP_UID
# The image has no curl, but it has bash. Ready: serving, and not leaving.
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=3 CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
# No shell in between: SIGTERM reaches the program, which drains.
ENTRYPOINT ["dotnet", "Actors.Service.dll"]
