export default function Page() {
  return <main>Lakeport</main>;
}
