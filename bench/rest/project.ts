/** Somebody new with a project, over the API. @param product its address. */
export async function makeProject(product: string): Promise<{ id: string; token: string }> {
  const call = async (path: string, body: object, token?: string) => {
    const answer = await fetch(new URL(`/api/v1${path}`, product), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  };
  const account = { email: "bench@example.org", username: "bench", password: "a long password 42" };
  const { access_token: token } = await call("/auth/register", account);
  const { id } = await call("/projects", { title: "Bench", description: "A song" }, token);
  return { id, token };
}
